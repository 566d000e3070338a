"""Essays found in the wild, made into rows that can be trained and measured on."""
