"""Makes a release out of a checkout, and holds the checkout against the last one."""
