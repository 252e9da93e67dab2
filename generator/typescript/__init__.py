"""The TypeScript that is generated: types, operations, and rules for reading responses."""
