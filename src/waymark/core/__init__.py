"""No domain: errors, text, time, forms, htmx and the design system."""
