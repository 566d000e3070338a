"""Files of weights: fetched, converted, quantised, checked."""
