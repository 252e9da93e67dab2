"""The TypeScript half of what is generated: types, operations and the rules for reading responses."""
