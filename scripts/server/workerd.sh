#!/bin/sh
# Miniflare starts this in workerd's place, and workerd takes over this very process (exec), so that ending it ends
# workerd. It sees to it that workerd goes when the Node that started it is gone, however that went: left behind, it
# would keep the port and the data folder.
trap '' INT

# Linux can tie one process to its parent by itself.
if setpriv --pdeathsig KILL true 2>/dev/null; then
  exec setpriv --pdeathsig KILL "$CAPACITOR_WORKERD" "$@"
fi

# Elsewhere a watcher waits on the control pipe, which closes the moment nobody holds its other end.
(
  trap '' HUP TERM
  exec </dev/null >/dev/null 2>&1
  cat <&3
  kill -KILL "$$"
) &
exec "$CAPACITOR_WORKERD" "$@"
