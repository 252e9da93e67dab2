"""And ten million of them: many uploads at once, with a journal that outlives the process."""
