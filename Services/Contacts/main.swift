import ServiceKit

runService(Contacts.self, name: "contacts", listen: "127.0.0.1:8082")
