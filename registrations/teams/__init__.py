"""What the pages, the admin and the mails tell of teams: read and put into words, never written."""
