// ContactsTests
