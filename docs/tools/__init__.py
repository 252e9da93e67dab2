"""What the site is made with: its pages from the sources, and what checks it."""
