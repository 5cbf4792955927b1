"""The department's own quality sheet: 21 objectives as data, and the arithmetic that judges them. Pure."""
