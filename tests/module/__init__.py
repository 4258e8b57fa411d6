"""What tests the module ``helpers``, file by file."""
