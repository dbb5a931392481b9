vcl 4.1;

# Varnish with the rules it is built with. @ORIGIN@ is filled in when a test starts it.
backend default {
  .host = "127.0.0.1";
  .port = "@ORIGIN@";
}

sub vcl_deliver {
  if (obj.hits > 0) {
    set resp.http.X-Cache = "HIT";
  } else {
    set resp.http.X-Cache = "MISS";
  }
}
