// WireModel
