"""What every part of Duban stands on. It knows organisations, clocks and records, and no domain noun."""
