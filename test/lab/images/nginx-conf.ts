/** Takes its servers from where the published image does, and writes below /tmp only. */
export const NGINX_CONF = `worker_processes 1;
error_log stderr notice;
pid /tmp/nginx.pid;

events {
  worker_connections 512;
}

http {
  client_body_temp_path /tmp/client_temp;
  proxy_temp_path /tmp/proxy_temp;
  fastcgi_temp_path /tmp/fastcgi_temp;
  uwsgi_temp_path /tmp/uwsgi_temp;
  scgi_temp_path /tmp/scgi_temp;

  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /dev/stdout combined;
  keepalive_timeout 65;
  include /etc/nginx/conf.d/*.conf;
}
`;
