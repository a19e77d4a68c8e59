"""What every part of a client needs: operations, errors, retries, servers."""
