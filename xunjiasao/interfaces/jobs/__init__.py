"""What happens by itself: facts are delivered to listeners, and the clock's jobs have their turns."""
