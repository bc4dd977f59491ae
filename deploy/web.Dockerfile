# The web pages, and the reverse proxy in front of the API.

FROM node:20-slim AS build
WORKDIR /src
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY frontend ./
RUN npm run build

FROM nginxinc/nginx-unprivileged:1.28-alpine
COPY deploy/nginx.conf /etc/nginx/conf.d/default.conf
COPY deploy/nginx-headers.conf /etc/nginx/duban-headers.conf
COPY --from=build /src/dist /usr/share/nginx/html
EXPOSE 8080 8443
