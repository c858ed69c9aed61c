"""Going through a journey with one applicant: what decides the path, the plan, step by step."""
