"""What no machine measures, as PostgreSQL has it: readings, duties, inspections, nonconformities."""
