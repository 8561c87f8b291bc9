"""The outside world, each part a Protocol with a real and a fake."""
