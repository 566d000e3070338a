"""Chat in, chat out: no IELTS rules, no models."""
