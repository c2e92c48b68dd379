extension HTTPClient { var skew: Duration? { nil }; func now() -> Timestamp { environment.now() } }
