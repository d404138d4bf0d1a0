// Loaded before the simulated charger's own code: its channel closes when the server's process is gone, however it went.
process.on('disconnect', () => process.exit());
process.channel?.unref();
