"""Tables of stored answers: what they are made of, chosen by, come to, and are taken away as."""
