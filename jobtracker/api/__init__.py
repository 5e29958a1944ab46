"""What every endpoint of the API shares. A leaf: it imports nothing of the apps, they import it."""
