"""One OpenAPI surface over the rooms, for programs that act for a person by a token."""
