"""The design system: tokens, components, base pages, forms, lists, errors."""
