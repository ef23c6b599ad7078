"""The YAML of a city's rules: read with places, checked, compiled to a rulebook."""
