"""What is made from the built pages and handed out beside them."""
