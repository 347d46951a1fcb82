/** Columns of the generated logins, as the model of these benches takes them. */
export const LOGIN_COLUMNS = {
  user_id: 'frequency',
  device_id: 'frequency',
  ip_address: 'frequency',
  location: 'frequency',
  resource_accessed: 'frequency',
  login_success: 'numeric',
  access_time: 'hour',
  bytes_transferred: 'numeric',
} as const;
