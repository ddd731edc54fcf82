"""The one-stop programme: registered through partner bodies, handed over without being lost."""
