"""ChatGLM2 checkpoints, as transformers' own GlmForCausalLM."""
