#!/usr/bin/env bash
# Calls one operation of each SOAP service of a running `./meterhaus up`.
# usage: scripts/soap-demo.sh USER PASSWORD USAGE_POINT DEVICE [ROOT]     ROOT is http://localhost:8080 by default
# It asks for the switch to be off and follows the command to its end.
set -euo pipefail

if [ $# -lt 4 ]; then
  sed -n '2,4p' "$0" >&2
  exit 2
fi
user=$1 password=$2 usage_point=$3 device=$4 root=${5:-http://localhost:8080}
wsse=http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd

escaped() { sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' <<<"$1"; }

call() { # SERVICE BODY: prints the answer; fails on a fault, which it shows
  local answer
  answer=$(curl -sS --max-time 30 "$root/soap/$1" -H 'Content-Type: text/xml; charset=utf-8' --data-binary @- <<XML
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:c="urn:meterhaus:common:v1">
  <s:Header><e:Security s:mustUnderstand="1" xmlns:e="$wsse"><e:UsernameToken>
    <e:Username>$(escaped "$user")</e:Username><e:Password>$(escaped "$password")</e:Password>
  </e:UsernameToken></e:Security></s:Header>
  <s:Body>$2</s:Body>
</s:Envelope>
XML
  )
  case $answer in
    *faultcode*) printf '%s\n' "$answer" >&2; return 1 ;;
    *) printf '%s\n' "$answer" ;;
  esac
}

show() { # SERVICE BODY: the head of the answer on one line
  printf '\n%s\n  %s\n' "$1" "$2"
  call "$1" "$2" | tr -d '\n' | cut -c1-600 | sed 's/^/  /'
  printf '\n'
}

text() { # ELEMENT: what is in the first one of that name
  grep -oE "<([a-z0-9]+:)?$1>[^<]*" | head -n 1 | sed 's/^[^>]*>//'
}

show TimeService '<GetSystemTime xmlns="urn:meterhaus:time:v1"><zone>Europe/Berlin</zone></GetSystemTime>'
show TimeService "<ExtractData xmlns=\"urn:meterhaus:time:v1\"><usagePoint>$usage_point</usagePoint><period><c:expression>yesterday</c:expression></period><resolution>PT1H</resolution></ExtractData>"
show SubService "<Aggregate xmlns=\"urn:meterhaus:sub:v1\"><usagePoint>$usage_point</usagePoint><period><c:expression>last-7-days</c:expression></period><bucketLength>P1D</bucketLength><function>max</function><function>min</function><function>avg</function></Aggregate>"
show AddService "<AddReadings xmlns=\"urn:meterhaus:add:v1\"><usagePoint>$usage_point</usagePoint><reading start=\"2020-01-01T00:00:01Z\" valueWh=\"1\"/></AddReadings>"
show CustomerInformationService '<GetLastMonthUsage xmlns="urn:meterhaus:customer:v1"/>'

printf '\nDeviceControlService\n  SwitchDevice %s switch-off\n' "$device"
key=$(date +%s%N)-$$
command=$(call DeviceControlService "<SwitchDevice xmlns=\"urn:meterhaus:device:v1\"><device>$device</device><action>switch-off</action><idempotencyKey>$key</idempotencyKey></SwitchDevice>" | text id)
for _ in $(seq 1 60); do
  state=$(call DeviceControlService "<GetCommandStatus xmlns=\"urn:meterhaus:device:v1\"><command>$command</command></GetCommandStatus>" | text state)
  printf '  command %s: %s\n' "$command" "$state"
  case $state in
    confirmed) exit 0 ;;
    failed | expired) exit 1 ;;
    *) sleep 1 ;;
  esac
done
printf '  no end in a minute\n' >&2
exit 1
