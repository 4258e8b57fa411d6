"""What others say: autograd, PyTorch, scikit-learn, and the published results of the two source tutorials."""
