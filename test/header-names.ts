/**
 * Names of request headers by which programs between a client and this one are told something, or let themselves be: none of them may change
 * what somebody else gets.
 */
export const headerNames: readonly string[] = `
accept accept-charset accept-ch accept-datetime accept-encoding accept-language accept-patch accept-post accept-ranges
access-control-request-headers access-control-request-method alt-used apply-to-redirect-ref api-key app-id
base-url c-ip cache-info cache-tag cdn-loop cf-connecting-ip cf-ipcountry cf-ray cf-visitor cf-worker client-ip cloudfront-forwarded-proto
cloudfront-is-desktop-viewer cloudfront-is-mobile-viewer cloudfront-viewer-country cluster-client-ip content-language content-location
content-md5 cookie cookie2 correlation-id country-code dav debug depth device-memory device-stock-ua dnt downlink dpr early-data ect
destination edge-control etag fastly-client-ip fastly-ff fastly-ssl forwarded forwarded-for forwarded-host forwarded-proto from
front-end-https geoip-country-code hosting-id http-client-ip http-x-forwarded-for http2-settings https if
incap-client-ip incapsula-ip issuer ja3 jwt keep-alive language last-event-id locale location lock-token
max-forwards method mobile negotiate new-host nonce oidc-claim-sub on-behalf-of ordering-type origin origin-agent-cluster
original-url overwrite page params path path-info pragma prefer preference priority profile protocol proxy proxy-authorization
proxy-client-ip proxy-connection proxy-host proxy-url purge query-string real-ip redirect referer referrer referrer-policy remote-addr
remote-host remote-user request request-id request-uri role rtt save-data script-name sec-ch-ua sec-ch-ua-arch sec-ch-ua-mobile
sec-ch-ua-platform sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user sec-gpc sec-websocket-key sec-websocket-protocol
sec-websocket-version server-name service-worker service-worker-navigation-preload session session-id slug soapaction status stage
surrogate-capability surrogate-control tenant tenant-id test timeout timezone translate true-client-ip true-host
ua-color ua-cpu ua-os ua-pixels uri url user user-agent user-id user-role username vary verb version via viewport-width
wap-profile want-digest warning width x-account-id x-act-as x-admin x-akamai-edgescape x-amz-cf-id x-amz-date x-amzn-trace-id x-api-key
x-api-version x-appengine-country x-arr-log-id x-arr-ssl x-att-deviceid x-auth-token x-auth-user x-authenticated-user x-authorization
x-azure-clientip x-azure-ref x-backend x-backend-host x-base-url x-bluecoat-via x-cache x-cache-hash x-cache-key x-cdn x-client-ip
x-client-data x-cluster-client-ip x-cookie x-correlation-id x-country-code x-csrf-token x-custom-ip-authorization x-debug x-destination
x-device x-dns-prefetch-control x-do-not-track x-edge-ip x-env x-external-host x-fb-http-engine x-feature x-flags x-forward-for
x-forward-host x-forward-proto x-forwarded x-forwarded-by x-forwarded-client-cert x-forwarded-email x-forwarded-for
x-forwarded-for-original x-forwarded-groups x-forwarded-host x-forwarded-method x-forwarded-path x-forwarded-port x-forwarded-prefix
x-forwarded-proto x-forwarded-protocol x-forwarded-scheme x-forwarded-server x-forwarded-ssl x-forwarded-uri x-forwarded-url
x-forwarded-user x-forwarder-for x-forwarded-user-id x-frame-options x-from x-gateway-host x-geo-country x-goog-authenticated-user-email
x-grpc-web x-haproxy-server-state x-host x-host-name x-host-override x-hostname x-http-destinationurl x-http-host-override x-http-method
x-http-method-override x-http-path-override x-https x-id x-impersonate x-insight x-ip x-ip-trail x-jwt-assertion x-language x-limit
x-locale x-location x-method x-method-override x-ms-client-principal x-nf-request-id x-no-cache x-nonce x-oauth-scopes x-operamini-phone
x-organization x-orig-client x-original-cookie x-original-forwarded-for x-original-host x-original-method x-original-path
x-original-remote-addr x-original-request-uri x-original-uri x-original-url x-originally-forwarded-for x-originating-ip x-override-url
x-page x-path x-path-info x-permissions x-php-ob-level x-pjax x-port x-prefix x-preview x-profile x-proto x-proxy-host x-proxy-url
x-proxyuser-ip x-public-key x-purge x-query-string x-real-ip x-real-port x-redirect-to x-referer x-referrer x-remote-addr x-remote-ip
x-remote-user x-request-id x-request-start x-request-uri x-requested-with x-rewrite-path x-rewrite-url x-role x-roles x-root x-scheme
x-scope x-script-name x-server x-server-name x-session-id x-skip-cache x-source-ip x-ssl x-subdomain x-tenant x-tenant-id x-test
x-timezone x-token x-true-client-ip x-ua-compatible x-uidh x-unique-id x-upstream x-uri x-url x-url-path x-user x-user-agent
x-user-email x-user-id x-user-name x-user-role x-username x-varnish x-vercel-ip-country x-version x-via x-view x-wap-profile
x-webhook-id x-xsrf-token x-zone
`
  .trim()
  .split(/\s+/);
