// NotificationsTests
