"""The screens, one module each, imported when they are first opened, so that the first paint waits for none."""
