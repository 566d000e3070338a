"""Recipes, and training by them: LoRA, P-Tuning v2, whole small models."""
