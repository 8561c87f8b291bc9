"""Who could do a visit, when, and why this worker: supply meets demand."""
