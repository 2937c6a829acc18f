// WireModelTests
