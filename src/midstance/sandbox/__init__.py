"""Reading what strangers wrote in a process that can do little else."""
