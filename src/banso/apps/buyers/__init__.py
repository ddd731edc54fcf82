"""Overseas buyers who are invited to Japan Street: who they are, and what they may see until when."""
