// ConformanceServer
