"""What lets a reader run the chapters in the page: the layer, and what it does in a browser."""
