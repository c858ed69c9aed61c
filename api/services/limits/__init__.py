"""The clock of electronic supervision (电子监察, decree D23): limits, pauses, warnings."""
