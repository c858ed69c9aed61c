"""What leads up to a visit and follows from it: materials, help, a person, a grade."""
