#!/usr/bin/env bash
# Prints definitions.json with new passwords; the passwords themselves go to stderr, once.
# A password of your own for a user: PASSWORD_vault_hub=... deploy/rabbitmq/set-passwords.sh
set -euo pipefail

file=$(dirname "$0")/definitions.json
command -v openssl >/dev/null || { echo 'openssl is missing (Debian: apt-get install openssl).' >&2; exit 1; }

# RabbitMQ's rabbit_password_hashing_sha256: base64(salt + sha256(salt + password)), the salt four bytes.
hash() { (
  salt=$(openssl rand -hex 4)
  digest=$({ unhex "$salt"; printf '%s' "$1"; } | openssl dgst -sha256 -hex | sed 's/.*= *//')
  unhex "$salt$digest" | base64 -w 0
); }
unhex() { printf '%b' "$(sed 's/../\\x&/g' <<<"$1")"; }

definitions=$(cat "$file")
for user in $(sed -n 's/.*{"name": "\([^"]*\)", "password_hash".*/\1/p' "$file"); do
  own=PASSWORD_${user//-/_}
  password=${!own:-$(openssl rand -base64 18 | tr '+/' '-_')}
  definitions=$(sed "s|\(\"name\": \"$user\", \"password_hash\": \"\)[^\"]*|\1$(hash "$password")|" <<<"$definitions")
  printf '%-10s %s\n' "$user" "$password" >&2
done
printf '%s\n' "$definitions"
