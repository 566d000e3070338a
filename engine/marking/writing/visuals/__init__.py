"""Task 1 visuals as pictures: clean as on an exam paper, readable on a phone and in black and white."""
