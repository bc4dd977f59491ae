"""What tests share: a small world, people to act as, makers that arrive at a state through real steps."""
