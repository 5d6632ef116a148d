"""What members own and owe, how it is handed over, and what they are told: notices and reminders."""
