"""What is known of a program: kinds, regions, how calls are made. Nothing here interprets."""
