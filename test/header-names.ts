/**
 * Names of request headers by which programs between a client and this one are told something, or let themselves be, and by which makers of
 * proxies, of caches in the net and of frameworks know a device, a person or a place; the registered names of fields, those of answers as well: none
 * of them may change what somebody else gets. `cache-control` and `authorization` are not here: what they do has tests of its own.
 */
export const headerNames: readonly string[] = `
$wsat $wscc $wscs $wsct $wsis $wspc $wspr $wsra $wsrh $wssc $wssn $wssp a-im accept accept-additions accept-ch accept-ch-lifetime
accept-charset accept-datetime accept-encoding accept-features accept-language accept-patch accept-post accept-query accept-ranges
accept-signature access-control-allow-credentials access-control-allow-headers access-control-allow-methods access-control-allow-origin
access-control-expose-headers access-control-max-age access-control-request-headers access-control-request-method age akamai-bot akamai-grn
akamai-origin-hop akamai-reputation ali-cdn-real-ip ali-swift-stat-host allow alpn alt-svc alt-used alternates amazon-trace-id
amp-cache-transform api-key app-id apply-to-redirect-ref arr-disable-session-affinity authentication-control authentication-info
available-dictionary azure-clientid b3 baggage base-url c-ext c-ip c-man c-opt c-pep c-pep-info cache-group-invalidation cache-groups
cache-info cache-status cache-tag cal-managed-id caldav-timezones capsule-protocol cdn-cache-control cdn-loop cert-not-after cert-not-before
cf-access-authenticated-user-email cf-access-client-id cf-access-client-secret cf-access-jwt-assertion cf-access-token cf-bot-score
cf-cache-status cf-cipher cf-connecting-ip cf-connecting-ipv6 cf-connecting-o2o cf-device-type cf-edge-cache cf-ew-via cf-ipcity
cf-ipcontinent cf-ipcountry cf-iplatitude cf-iplongitude cf-ja3-hash cf-metro-code cf-postal-code cf-pseudo-ipv4 cf-ray cf-region
cf-region-code cf-request-id cf-timezone cf-tls-version cf-visitor cf-warp-tag-id cf-worker cip clear-site-data client-cert
client-cert-chain client-ip client-verify close cloudfront-forwarded-proto cloudfront-is-android-viewer cloudfront-is-desktop-viewer
cloudfront-is-ios-viewer cloudfront-is-mobile-viewer cloudfront-is-smarttv-viewer cloudfront-is-tablet-viewer cloudfront-viewer-address
cloudfront-viewer-asn cloudfront-viewer-city cloudfront-viewer-country cloudfront-viewer-country-name cloudfront-viewer-country-region
cloudfront-viewer-header-count cloudfront-viewer-header-order cloudfront-viewer-http-version cloudfront-viewer-ja3-fingerprint
cloudfront-viewer-latitude cloudfront-viewer-longitude cloudfront-viewer-metro-code cloudfront-viewer-postal-code
cloudfront-viewer-time-zone cloudfront-viewer-tls cluster-client-ip cmcd-object cmcd-request cmcd-session cmcd-status cmsd-dynamic
cmsd-static concealed-auth-export configuration-context content-base content-digest content-disposition content-dpr content-id
content-language content-location content-md5 content-range content-script-type content-security-policy content-security-policy-report-only
content-style-type content-transfer-encoding content-version cookie cookie2 correlation-id country-code cross-origin-embedder-policy
cross-origin-embedder-policy-report-only cross-origin-opener-policy cross-origin-opener-policy-report-only cross-origin-resource-policy
ct-remote-user cta-common-access-token dasl date dav debug default-style delta-base deprecation depth derived-from destination device-memory
device-stock-ua dictionary-id differential-id digest dnt downlink dpop dpop-nonce dpr eagleid early-data ect edge-control ediint-features
elastic-apm-traceparent eo-client-ip eo-connecting-ip eo-log-uuid etag expires ext fastly-cachetype fastly-client fastly-client-ip
fastly-debug fastly-debug-digest fastly-debug-path fastly-debug-ttl fastly-ff fastly-key fastly-orig-accept-encoding fastly-orig-host
fastly-purge-requires-auth fastly-soft-purge fastly-ssl fastly-temp-xff fastly-vcl-override fly-client-ip fly-forwarded-port
fly-forwarded-proto fly-forwarded-ssl fly-prefer-region fly-region fly-replay fly-request-id forwarded forwarded-for forwarded-host
forwarded-proto from front-end-https gae-service geoip-city geoip-continent-code geoip-country-code geoip-latitude geoip-longitude
geoip-region getprofile google-code-project grpc-trace-bin hobareg hosting-id http-client-ip http-x-forwarded-for http2-settings https
hx-boosted hx-current-url hx-history-restore-request hx-prompt hx-request hx-target hx-trigger hx-trigger-name if im incap-client-ip
incapsula-ip include-referred-token-binding-id isolation issuer ja3 jwt keep-alive l5d-client-id l5d-ctx-trace l5d-dst-override
l5d-remote-ip l5d-require-id l5d-server-id label language last-event-id link link-template locale location lock-token man max-forwards
memento-datetime meter method method-check method-check-expires mime-version mobile negotiate nel new-host newrelic next-action
next-hmr-refresh next-router-prefetch next-router-segment-prefetch next-router-state-tree next-url nonce ns-client-ip nsc-client-ip
odata-entityid odata-isolation odata-maxversion odata-version oidc-claim-sub on-behalf-of opt optional-www-authenticate ordering-type origin
origin-agent-cluster original-url oscore oslc-core-version overwrite p3p page params path path-info pep pep-info permissions-policy
pics-label ping-from ping-to position pragma prefer preference priority profile profileobject protocol protocol-info protocol-query
protocol-request proxy proxy-authenticate proxy-authentication-info proxy-authorization proxy-client-ip proxy-connection proxy-features
proxy-host proxy-instruction proxy-status proxy-url public public-key-pins public-key-pins-report-only purge purpose query-string real-ip
redirect redirect-ref referer referrer referrer-policy refresh remote-addr remote-email remote-groups remote-host remote-name remote-user
repeatability-client-id repeatability-first-sent repeatability-request-id repeatability-result replay-nonce reporting-endpoints repr-digest
request request-id request-uri resolution-hint resolver-location retry-after role rsc rtt safe save-data schedule-reply schedule-tag
script-name sec-ad-auction-fetch sec-browsing-topics sec-ch-device-memory sec-ch-downlink sec-ch-dpr sec-ch-ect sec-ch-forced-colors
sec-ch-lang sec-ch-prefers-color-scheme sec-ch-prefers-contrast sec-ch-prefers-reduced-data sec-ch-prefers-reduced-motion
sec-ch-prefers-reduced-transparency sec-ch-rtt sec-ch-save-data sec-ch-ua sec-ch-ua-arch sec-ch-ua-bitness sec-ch-ua-form-factors
sec-ch-ua-full-version sec-ch-ua-full-version-list sec-ch-ua-mobile sec-ch-ua-model sec-ch-ua-platform sec-ch-ua-platform-version
sec-ch-ua-wow64 sec-ch-viewport-height sec-ch-viewport-width sec-ch-width sec-cookie-deprecation sec-fetch-dest sec-fetch-mode
sec-fetch-site sec-fetch-storage-access sec-fetch-user sec-gpc sec-private-state-token sec-purpose sec-redemption-record sec-session-id
sec-shared-storage-writable sec-speculation-tags sec-token-binding sec-websocket-accept sec-websocket-extensions sec-websocket-key
sec-websocket-protocol sec-websocket-version security-scheme sentry-trace server server-name server-timing service-worker
service-worker-navigation-preload session session-id set-cookie set-cookie2 set-txn setprofile signature signature-input slug soapaction
ssl-client-cert ssl-client-subject-dn ssl-client-verify stage status status-uri strict-transport-security subok subst sunset
surrogate-capability surrogate-control surrogate-key tcn tenant tenant-id test timeout timezone timing-allow-origin title tls-client-cert
topic traceparent tracestate translate true-client-ip true-host ttl turbo-frame ua-color ua-cpu ua-os ua-pixels uber-trace-id
unencoded-digest urgency uri url use-as-dictionary user user-agent user-id user-role username variant-vary vary verb version via
viewport-width want-content-digest want-digest want-repr-digest want-unencoded-digest wap-profile warning warning-agent width
wl-proxy-client-cert wl-proxy-client-ip wl-proxy-client-keysize wl-proxy-ssl www-authenticate x-ab-bucket x-ab-test x-absolute-uri x-abtest
x-accel-buffering x-accel-charset x-accel-expires x-accel-limit-rate x-accel-mapping x-accel-redirect x-accept-charset x-accept-encoding
x-accept-format x-accept-language x-accept-version x-accept-webp x-access-token x-account x-account-id x-account-name x-act-as x-acting-user
x-action x-actor x-actor-id x-admin x-admin-key x-admin-token x-admin-user x-agent-id x-akamai-edgescape x-alias x-alternate-host x-amz-acl
x-amz-apigw-id x-amz-cf-id x-amz-cf-pop x-amz-content-sha256 x-amz-copy-source x-amz-date x-amz-expected-bucket-owner x-amz-expires
x-amz-function-error x-amz-invocation-type x-amz-log-type x-amz-meta-test x-amz-mfa x-amz-request-payer x-amz-rid x-amz-security-token
x-amz-signature x-amz-signedheaders x-amz-storage-class x-amz-tagging x-amz-target x-amz-user-agent x-amz-website-redirect-location
x-amzn-apigateway-api-id x-amzn-mtls-clientcert x-amzn-oidc-accesstoken x-amzn-oidc-data x-amzn-oidc-identity x-amzn-remapped-host
x-amzn-requestid x-amzn-tls-cipher-suite x-amzn-tls-version x-amzn-trace-id x-amzn-vpce-id x-anonymous-consumer x-anonymous-id x-api-client
x-api-consumer x-api-key x-api-secret x-api-token x-api-user x-api-version x-app-host x-app-id x-app-key x-app-name x-app-secret x-app-token
x-app-user x-app-version x-appengine-city x-appengine-citylatlong x-appengine-country x-appengine-cron x-appengine-default-version-hostname
x-appengine-https x-appengine-queuename x-appengine-region x-appengine-request-log-id x-appengine-taskname x-appengine-user-email
x-appengine-user-id x-appengine-user-ip x-application-host x-application-id x-arr-clientcert x-arr-log-id x-arr-proxy x-arr-ssl
x-astro-partial x-att-deviceid x-auth x-auth-email x-auth-groups x-auth-id x-auth-key x-auth-name x-auth-request-access-token
x-auth-request-email x-auth-request-groups x-auth-request-preferred-username x-auth-request-redirect x-auth-request-user x-auth-role
x-auth-roles x-auth-scope x-auth-service-provider x-auth-signature x-auth-subject x-auth-tenant x-auth-token x-auth-type x-auth-uid
x-auth-user x-auth-userid x-auth-username x-authenticated x-authenticated-as x-authenticated-email x-authenticated-groups x-authenticated-id
x-authenticated-scope x-authenticated-user x-authenticated-userid x-authentik-email x-authentik-groups x-authentik-jwt x-authentik-name
x-authentik-uid x-authentik-username x-authorization x-authorization-token x-authorized x-authz-user x-azure-clientip x-azure-fdid
x-azure-jaip x-azure-ref x-azure-requestchain x-azure-socketip x-b3-flags x-b3-parentspanid x-b3-sampled x-b3-spanid x-b3-traceid x-backend
x-backend-host x-backend-server x-backend-url x-ban x-ban-host x-ban-url x-barba x-base x-base-href x-base-path x-base-url x-bearer-token
x-bigip-client x-bluecoat-via x-bot x-browser x-browser-name x-browser-version x-bucket x-bucket-id x-bufferbot x-bypass-cache x-cache
x-cache-action x-cache-age x-cache-bypass x-cache-control x-cache-control-override x-cache-debug x-cache-device x-cache-enabled
x-cache-group x-cache-handler x-cache-hash x-cache-hit x-cache-hits x-cache-info x-cache-invalidate x-cache-key x-cache-lookup x-cache-only
x-cache-policy x-cache-refresh x-cache-remote x-cache-rule x-cache-skip x-cache-status x-cache-tag x-cache-tags x-cache-ttl x-cache-variant
x-cache-version x-cacheable x-cached x-cached-by x-callback x-callback-url x-caller x-caller-id x-canary x-canonical-host x-canonical-url
x-capabilities x-cdn x-cdn-host x-channel x-citrix-via x-city x-client x-client-cert x-client-cert-chain x-client-certificate x-client-cn
x-client-data x-client-dn x-client-host x-client-id x-client-ip x-client-key x-client-name x-client-os x-client-platform x-client-real-ip
x-client-secret x-client-type x-client-user x-client-verified x-client-verify x-client-version x-clientcert x-clientip x-cloud-trace-context
x-cluster-client-ip x-color-scheme x-company x-company-id x-consumer-custom-id x-consumer-groups x-consumer-id x-consumer-username
x-content-language x-content-type-options x-content-version x-context x-context-path x-context-user x-cookie x-correlation-id x-country
x-country-code x-credential-identifier x-credential-username x-csrf-token x-currency x-current-user x-current-user-id
x-custom-ip-authorization x-customer x-customer-id x-datadog-origin x-datadog-parent-id x-datadog-sampling-priority x-datadog-trace-id
x-date x-debug x-debug-mode x-debug-token x-debug-token-link x-default-host x-desired-host x-dest x-dest-url x-destination
x-destination-host x-destination-path x-destination-url x-dev x-device x-device-accept x-device-accept-encoding x-device-accept-language
x-device-id x-device-os x-device-token x-device-type x-device-user-agent x-dispatch x-display x-dns-prefetch-control x-do-not-track x-domain
x-dpr x-draft x-drupal-cache x-drupal-cache-tags x-drupal-dynamic-cache x-edge-host x-edge-ip x-effective-host x-effective-user x-email
x-end-user x-end-user-id x-endpoint x-endpoint-api-userinfo x-env x-env-host x-environment x-envoy-attempt-count x-envoy-decorator-operation
x-envoy-downstream-service-cluster x-envoy-downstream-service-node x-envoy-expected-rq-timeout-ms x-envoy-external-address
x-envoy-force-trace x-envoy-hedge-on-per-try-timeout x-envoy-internal x-envoy-ip-tags x-envoy-is-timeout-retry x-envoy-max-retries
x-envoy-original-dst-host x-envoy-original-host x-envoy-original-method x-envoy-original-path x-envoy-overloaded x-envoy-peer-metadata
x-envoy-ratelimited x-envoy-retriable-header-names x-envoy-retriable-status-codes x-envoy-retry-grpc-on x-envoy-retry-on
x-envoy-upstream-alt-stat-name x-envoy-upstream-rq-per-try-timeout-ms x-envoy-upstream-rq-timeout-ms x-envoy-upstream-service-time
x-envoy-upstream-stream-duration-ms x-expand x-experiment x-experiments x-ext-host x-external-host x-f5-auth-token x-f5-client-ip
x-fastcgi-cache x-fb-http-engine x-fd-clientip x-fd-eventid x-fd-healthprobe x-fd-impressionguid x-fd-partition x-fd-partner x-feature
x-feature-flag x-feature-flags x-features x-fields x-fields-include x-file x-filename x-firebase-appcheck x-firebase-auth x-flag x-flags
x-folder x-format x-forward x-forward-for x-forward-host x-forward-ip x-forward-path x-forward-port x-forward-proto x-forward-uri
x-forward-url x-forwarded x-forwarded-access-token x-forwarded-base x-forwarded-by x-forwarded-client-cert x-forwarded-context
x-forwarded-country x-forwarded-domain x-forwarded-email x-forwarded-for x-forwarded-for-original x-forwarded-groups x-forwarded-host
x-forwarded-hostname x-forwarded-https x-forwarded-ip x-forwarded-location x-forwarded-method x-forwarded-origin x-forwarded-original-host
x-forwarded-path x-forwarded-port x-forwarded-preferred-username x-forwarded-prefix x-forwarded-proto x-forwarded-protocol
x-forwarded-protocol-version x-forwarded-query x-forwarded-remote-user x-forwarded-request-id x-forwarded-request-uri x-forwarded-root
x-forwarded-scheme x-forwarded-script-name x-forwarded-server x-forwarded-server-name x-forwarded-site x-forwarded-ssl x-forwarded-subdomain
x-forwarded-tenant x-forwarded-tls-client-cert x-forwarded-tls-client-cert-info x-forwarded-tlsclientcert x-forwarded-to x-forwarded-uri
x-forwarded-url x-forwarded-user x-forwarded-user-email x-forwarded-user-id x-forwarded-version x-forwarder-for x-frame-options x-from
x-front-end-https x-frontend-host x-full-url x-gateway-host x-geo x-geo-city x-geo-country x-geo-country-code x-geo-region x-geoip-country
x-gitlab-token x-goog-api-key x-goog-authenticated-user-email x-goog-authenticated-user-id x-goog-authuser x-goog-iap-jwt-assertion
x-goog-user-project x-group x-group-id x-groups x-grpc-web x-handler x-haproxy-client-ip x-haproxy-server-state x-haproxy-unique-id
x-hasura-admin-secret x-hasura-role x-hasura-user-id x-home-url x-host x-host-header x-host-name x-host-original x-host-override x-host-url
x-hostname x-http-destinationurl x-http-forwarded-for x-http-host x-http-host-override x-http-method x-http-method-name
x-http-method-override x-http-path-override x-http-url x-http-verb x-https x-ic-request x-id x-id-token x-idempotency-key x-identity
x-identity-token x-iis-windows-auth-token x-iisnode-logon_user x-image-width x-impersonate x-impersonate-user x-impersonated-user x-include
x-include-fields x-index x-inertia x-inertia-partial-component x-inertia-partial-data x-inertia-version x-ingress-path x-initial-url
x-inner-host x-insight x-internal x-internal-auth x-internal-request x-internal-token x-invoke-error x-invoke-output x-invoke-path
x-invoke-query x-invoke-status x-ip x-ip-trail x-is-admin x-is-internal x-istio-attributes x-istio-jwt-payload x-jsonp x-jwt x-jwt-assertion
x-jwt-claim-sub x-jwt-payload x-jwt-token x-key x-keycloak-token x-kinsta-cache x-kong-admin-latency x-kong-proxy-latency x-kong-request-id
x-kong-upstream-latency x-lang x-language x-latitude x-layout x-lighttpd-send-file x-limit x-link x-linkerd-authority x-litespeed-cache
x-litespeed-cache-control x-litespeed-location x-litespeed-purge x-litespeed-tag x-litespeed-vary x-livewire x-load-balancer x-locale
x-locale-id x-location x-login x-login-user x-longitude x-lscache x-magento-cache-control x-magento-cache-debug x-magento-tags
x-magento-tags-pattern x-magento-vary x-maintenance x-market x-masquerade-as x-matched-path x-max-results x-member-id x-method
x-method-override x-micro-cache x-middleware-invoke x-middleware-next x-middleware-override-headers x-middleware-prefetch
x-middleware-rewrite x-middleware-set-cookie x-middleware-subrequest x-middleware-subrequest-id x-mobile x-mobile-app x-mock x-mode x-module
x-mount x-moz x-moz-prefetch x-ms-activity-id x-ms-blob-type x-ms-client-ip x-ms-client-principal x-ms-client-principal-id
x-ms-client-principal-idp x-ms-client-principal-name x-ms-client-request-id x-ms-copy-source x-ms-date x-ms-forwarded-client-ip x-ms-proxy
x-ms-range x-ms-request-id x-ms-token-aad-access-token x-ms-token-aad-id-token x-ms-version x-netscaler-client-ip x-network-info
x-next-resume x-nextjs-cache x-nextjs-data x-nextjs-postponed x-nextjs-prerender x-nextjs-redirect x-nextjs-rewrite x-nf-account-id
x-nf-client-connection-ip x-nf-country x-nf-request-id x-nf-site-id x-nf-subdivision x-nginx-cache x-nginx-cache-status x-nginx-proxy
x-nitro-prerender x-no-cache x-no-store x-nocache x-node x-nokia-connection-mode x-nonce x-now-route-matches x-nuxt-no-ssr x-oauth-scopes
x-oauth-token x-offset x-oidc-sub x-on-behalf-of x-operamini-phone x-operation x-optimizely x-org x-org-id x-organization x-organization-id
x-orig-client x-origin x-origin-host x-origin-ip x-origin-path x-origin-url x-original-cookie x-original-domain x-original-forwarded-for
x-original-host x-original-hostname x-original-location x-original-method x-original-path x-original-port x-original-prefix x-original-proto
x-original-protocol x-original-query x-original-remote-addr x-original-request x-original-request-uri x-original-scheme x-original-server
x-original-to x-original-uri x-original-url x-original-user x-original-user-agent x-originally-forwarded-for x-originating-ip x-os
x-os-version x-ot-span-context x-output x-override x-override-host x-override-path x-override-uri x-override-url x-owner x-owner-id x-page
x-page-size x-pagination x-parent-id x-partner-id x-password x-path x-path-info x-path-prefix x-path-translated x-pathinfo x-per-page
x-permission x-permissions x-person-id x-phabricator-host x-php-ob-level x-pjax x-platform x-pomerium-claim-email x-pomerium-claim-groups
x-pomerium-jwt-assertion x-pool x-port x-prefer x-preferred-username x-prefix x-prerender x-prerender-bypass x-prerender-revalidate
x-prerender-revalidate-if-generated x-prerender-token x-pretty x-preview x-preview-token x-principal x-principal-id x-privilege x-profile
x-profiler x-profiling x-project-id x-proto x-proxied-host x-proxied-path x-proxy-authorization x-proxy-cache x-proxy-cachekey x-proxy-host
x-proxy-path x-proxy-port x-proxy-prefix x-proxy-proto x-proxy-scheme x-proxy-uri x-proxy-url x-proxy-user x-proxy-user-id x-proxyuser-ip
x-public-host x-public-key x-public-url x-purge x-purpose x-query x-query-string x-qwik-fullpath x-range x-rate-limit-bypass x-raw-uri
x-raw-url x-real-ip x-real-port x-real-user x-real-user-agent x-realm x-redirect x-redirect-to x-redirect-url x-referer x-referer-host
x-referrer x-refresh-cache x-region x-relative-path x-release x-remix-response x-remote-addr x-remote-email x-remote-groups x-remote-host
x-remote-ip x-remote-name x-remote-port x-remote-role x-remote-user x-remote-userid x-render x-renderer x-replace-host x-replaced-path
x-request-host x-request-id x-request-method x-request-path x-request-query x-request-scheme x-request-start x-request-uri x-request-url
x-request-user x-requested-host x-requested-path x-requested-uri x-requested-url x-requested-with x-requester x-requestor x-resource
x-response-format x-return-format x-return-url x-reverse-proxy x-rewrite x-rewrite-host x-rewrite-path x-rewrite-uri x-rewrite-url
x-rewritten-url x-robots-tag x-role x-roles x-root x-root-path x-root-url x-route x-route-to x-router x-run-as x-sandbox x-scheme x-scope
x-script-name x-search x-secret x-security-token x-segment x-self-url x-sendfile x-sendfile-type x-server x-server-host x-server-name
x-server-port x-servername x-service x-service-account x-service-name x-service-token x-service-url x-session x-session-id x-session-token
x-shop-id x-site x-site-host x-site-id x-site-url x-skin x-skip-cache x-sort x-source x-source-host x-source-ip x-source-url x-squid-error
x-ssl x-ssl-cert x-ssl-cipher x-ssl-client-cert x-ssl-client-cn x-ssl-client-dn x-ssl-client-fingerprint x-ssl-client-i-dn
x-ssl-client-issuer x-ssl-client-s-dn x-ssl-client-serial x-ssl-client-sha1 x-ssl-client-subject x-ssl-client-verify x-ssl-offloaded
x-ssl-protocol x-ssl-session-id x-ssl-subject x-stage x-status x-status-code x-store-id x-sub x-subdomain x-subject x-subpath
x-subscription-id x-sudo x-suffix x-superuser x-sveltekit-action x-sveltekit-invalidated x-sveltekit-trailing-slash x-switch-user
x-swup-request-mode x-target x-target-host x-target-path x-target-url x-team-id x-template x-tenant x-tenant-id x-tenant-name x-tenantid
x-test x-test-mode x-test-user x-theme x-theme-id x-time x-time-zone x-timestamp x-timezone x-tls-cipher x-tls-client-intermediate-hash
x-tls-client-subject-cn x-tls-version x-token x-trace x-trace-id x-tracking-id x-traefik-router x-traefik-service x-trailing-slash
x-transaction-id x-translate x-true-client-ip x-trusted x-trusted-proxy x-turbo-request-id x-turbolinks-version x-ua x-ua-compatible
x-ua-device x-ua-type x-ui x-uid x-uidh x-unique-id x-units x-unpoly x-up-context x-up-mode x-up-target x-up-validate x-up-version
x-upstream x-uri x-uri-path x-url x-url-host x-url-path x-url-prefix x-url-rewrite x-url-scheme x-use-case x-user x-user-agent
x-user-agent-original x-user-claims x-user-context x-user-data x-user-email x-user-email-address x-user-group x-user-groups x-user-id
x-user-info x-user-ip x-user-language x-user-level x-user-locale x-user-login x-user-name x-user-permissions x-user-role x-user-roles
x-user-scope x-user-session x-user-sub x-user-tenant x-user-timezone x-user-token x-user-type x-user-uuid x-userid x-username x-utc-offset
x-variant x-variation x-varnish x-varnish-age x-varnish-backend x-varnish-cache x-varnish-hashkey x-varnish-ttl x-varnish-url x-vary-options
x-vault-token x-vendor-id x-vercel-cache x-vercel-deployment-url x-vercel-forwarded-for x-vercel-id x-vercel-ip-as-number x-vercel-ip-city
x-vercel-ip-continent x-vercel-ip-country x-vercel-ip-country-region x-vercel-ip-latitude x-vercel-ip-longitude x-vercel-ip-timezone
x-vercel-ja4-digest x-vercel-protection-bypass x-vercel-proxied-for x-vercel-sc-headers x-vercel-set-bypass-cookie x-vercel-signature
x-version x-vhost x-via x-view x-view-mode x-viewport x-virtual-host x-virtual-path x-visitor x-visitor-id x-wap-profile x-web-host
x-webauth-email x-webauth-groups x-webauth-name x-webauth-user x-webhook-id x-weblogic-kss x-weblogic-request-clusterinfo x-webp x-website
x-widget x-wireless x-wl-proxy-client-ip x-workspace-id x-wp-cache x-wp-nonce x-wp-total x-wpengine-cache x-xdebug x-xhprof x-xkey
x-xkey-purge x-xsrf-token x-zone xdebug-session xdebug-trigger xkey xkey-purge xkey-softpurge xml-http-request zone-id
`
  .trim()
  .split(/\s+/);
