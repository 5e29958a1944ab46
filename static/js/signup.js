// Times and reminders are right from the first day: an account begins in the time zone of its browser.

document.getElementById("time-zone").value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
